"""What other programs read and write: CDXJ, WACZ and WARC for replay, records of theirs."""
