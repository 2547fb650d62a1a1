INSERT DATA { clx:Event rdfs:comment "A сrisis."@en }
