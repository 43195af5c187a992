"""The operators' desk of chains: setting one up, its brand, its roster, its HR persons."""
