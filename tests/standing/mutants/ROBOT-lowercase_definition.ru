INSERT DATA { clx:Event rdfs:comment "something that happens."@en }
