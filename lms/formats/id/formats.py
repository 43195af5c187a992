"""Indonesian: the month in full. A day keeps to its month when a line is full."""

DATE_FORMAT = "j\u00a0F Y"
MONTH_DAY_FORMAT = "j\u00a0F"
YEAR_MONTH_FORMAT = "F Y"
TIME_FORMAT = "H.i"
DATETIME_FORMAT = "j\u00a0F Y, H.i"
