INSERT DATA { clx:Statement owl:deprecated true }
