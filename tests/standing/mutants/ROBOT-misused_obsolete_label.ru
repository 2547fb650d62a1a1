INSERT DATA { clx:Event rdfs:label "obsolete event"@en }
