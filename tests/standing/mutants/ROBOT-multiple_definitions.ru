INSERT DATA { clx:Event rdfs:comment "What happened."@en }
