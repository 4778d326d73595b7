"""x"""
LESSONS = ()
