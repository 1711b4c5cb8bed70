import Testing
import WorkflowModel

@Suite struct `Path patterns` {
  @Test(arguments: [
    ("a.txt", "a.txt"), ("docs", "docs/a/b.md"), ("docs/", "docs/a"), ("docs/a", "docs/a/b/c"), ("*.md", "a.md"),
    ("*.md", ".md"), ("**/*.md", "a.md"), ("**/*.md", "x/y/a.md"), ("docs/**", "docs/a"), ("docs/**", "docs/a/b"),
    ("docs/**/x", "docs/x"), ("docs/**/x", "docs/a/b/x"), ("docs/**/x", "docs/a/b/x/below"), ("**", "a"),
    ("a?c", "abc"), ("a*c", "ac"), ("a*b*c", "aXbXbXc"), ("runner/harness/**", "runner/harness/a/b.py"),
    ("**/x/**/y", "a/x/b/x/c/y"), ("*", "a/b"), ("a/**/**/b", "a/b"), ("a/**/**", "a/b"), ("**/b", "a/b/b/c"),
    ("a/*/c", "a/b/c/d"), ("***", "abc"), ("ä*", "äx"), ("**/ab/cd", "ab/x/ab/cd"),
    ("src/**", "src/\u{301}x.c"), ("src", "src/\u{301}x.c"), ("src/*", "src/\u{301}x.c"),
    ("**/x.c", "src\u{301}/x.c"),
  ])
  func `covers`(_ pattern: String, _ path: String) { #expect(PathPattern(pattern).matches(path)) }

  @Test(arguments: [
    ("a.txt", "b.txt"), ("a.txt", "a.txt2"), ("docs", "docs2/a"), ("docs/a", "docs"), ("docs/**", "docs"),
    ("*.md", "x/a.md"), ("*.md", "a.mdx"), ("a?c", "ac"), ("a?c", "a/c"), ("a*c", "a/c"), ("**/x", "a/y"),
    ("docs/**/x", "docs"), ("docs/**/x", "docs/y"), ("Docs", "docs"), ("a/**/**", "a"), ("**/ab/cd", "ab/x/cd"),
    ("**/x/**", "x"), ("a/*/c", "a/c"),
    ("K", "\u{212A}"), ("é", "e\u{301}"), ("a/b", "a/\u{301}b"),
  ])
  func `leaves alone`(_ pattern: String, _ path: String) { #expect(!PathPattern(pattern).matches(path)) }

  @Test(.timeLimit(.minutes(1))) func `many stars stay fast`() {
    let segments = PathPattern(String(repeating: "**/a/", count: 30) + "z")
    #expect(!segments.matches(Array(repeating: "a", count: 200).joined(separator: "/")))
    #expect(segments.matches(Array(repeating: "a", count: 200).joined(separator: "/") + "/z"))
    let characters = PathPattern(String(repeating: "*a", count: 50) + "z")
    #expect(!characters.matches(String(repeating: "a", count: 2000)))
  }
}
