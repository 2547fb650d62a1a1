INSERT DATA { clx:reading rdfs:subPropertyOf clx:narrow . clx:narrow a owl:ObjectProperty ; rdfs:domain clx:Definition }
