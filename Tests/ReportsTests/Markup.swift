/// Looks at markup without a browser.
enum Markup {
    /// Elements that are closed without having been opened, or left open.
    static func unpaired(_ page: String) -> [String] {
        var open: [String] = []
        var wrong: [String] = []
        let void: Set<String> = ["meta", "input", "br", "img", "!doctype"]
        for match in page.matches(of: /<(\/?)([a-zA-Z!][a-zA-Z0-9]*)[^>]*?(\/?)>/) {
            let tag = String(match.output.2)
            if void.contains(tag) || match.output.3 == "/" { continue }
            if match.output.1.isEmpty {
                open.append(tag)
            } else if open.popLast() != tag {
                wrong.append("/" + tag)
            }
        }
        return wrong + open
    }

    /// The titles of the page's sections in their order.
    static func sections(_ page: String) -> [String] {
        page.matches(of: /<h2 id="[^"]*">([^<]*)<\/h2>/).map { String($0.output.1) }
    }
}
