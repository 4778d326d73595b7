"""Reference architectures of scenarios that are still to come."""
