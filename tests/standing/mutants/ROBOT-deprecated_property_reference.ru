INSERT DATA { clx:reading owl:deprecated true }
