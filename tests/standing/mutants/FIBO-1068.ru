INSERT DATA { clx:Event rdfs:comment "An event of any kind."@en }
