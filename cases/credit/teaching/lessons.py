"""x"""

LESSONS = ()
