INSERT DATA { clx:reading rdfs:subPropertyOf clx:ownReading }
