"""Tests of one version against another: power, estimates, looks, health checks, many metrics."""
