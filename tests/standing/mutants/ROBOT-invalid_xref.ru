INSERT DATA { clx:Event oio:hasDbXref "BFO 15" }
