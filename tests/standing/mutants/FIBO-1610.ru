INSERT DATA { clx:Event owl:deprecated true }
