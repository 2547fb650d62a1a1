INSERT DATA { clx:replaces rdfs:subPropertyOf clx:quote }
