// Prints what Go's net/url makes of queries: a JSON string a line comes in, a JSON object of its parameters goes out.
package main

import (
	"bufio"
	"encoding/json"
	"net/url"
	"os"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 1<<20), 1<<26)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		var query string
		if err := json.Unmarshal(in.Bytes(), &query); err != nil {
			panic(err)
		}
		// As URL.Query does: what fails to parse is left out, and the error is ignored.
		values, _ := url.ParseQuery(query)
		if err := out.Encode(values); err != nil {
			panic(err)
		}
	}
}
