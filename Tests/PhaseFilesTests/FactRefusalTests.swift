import Testing

@Suite struct `A junit, git or file check` {
  @Test(arguments: refusals) func `is refused where it goes wrong`(_ refusal: Refusal) {
    refusal.expectOfPhase()
  }

  private static let refusals = [
    Refusal(
      "junit without report", [10: "        junit: { run: make }", 11: "        expect: { failed: 0 }"],
      "10:16", "@.junit.report", "the key 'report' is missing"),
    Refusal(
      "junit collected 0",
      [10: "        junit: { run: make, report: out.xml }", 11: "        expect: { collected: 0 }"],
      "11:30", "@.expect.collected", "no test collected is never an answer; at least 1 is needed"),
    Refusal(
      "junit collected max 0",
      [10: "        junit: { run: make, report: out.xml }", 11: "        expect: { collected: { max: 0 } }"],
      "11:30", "@.expect.collected", "no test collected is never an answer; at least 1 is needed"),
    Refusal(
      "junit failed any",
      [10: "        junit: { run: make, report: out.xml }", 11: "        expect: { failed: { min: 0 } }"],
      "11:27", "@.expect.failed", "every count is 0 or more, so this could never fail"),
    Refusal(
      "junit report up",
      [10: "        junit: { run: make, report: ../out.xml }", 11: "        expect: { failed: 0 }"],
      "10:37", "@.junit.report", "the path leaves the repository; '..' is not taken"),
    Refusal(
      "git unknown fact", [10: "        git: { blobs: { commit: subject, path: a } }", 11: "        #"],
      "10:16", "@.git.blobs", "unknown key 'blobs'; did you mean 'blob'?"),
    Refusal(
      "git blob no condition", [10: "        git: { blob: { commit: subject, path: a } }", 11: "        #"],
      "10:14", "@.git", "nothing is asked of the text, so nothing could fail"),
    Refusal(
      "git revision option",
      [10: "        git: { blob: { commit: --all, path: a }, contains: x }", 11: "        #"],
      "10:32", "@.git.blob.commit", "a revision cannot begin with '-'"),
    Refusal(
      "git revision range",
      [10: "        git: { unchanged: { path: a, from: a..b, to: subject } }", 11: "        #"],
      "10:44", "@.git.unchanged.from", "a revision names one commit; blanks, '..' and ':' are not taken"),
    Refusal(
      "git compared with itself",
      [10: "        git: { unchanged: { path: a, from: subject, to: subject } }", 11: "        #"],
      "10:27", "@.git.unchanged", "the commit is compared with itself, so this could never fail"),
    Refusal(
      "git lines",
      [10: "        git: { unchanged_lines: { path: a, from: v1, to: subject, lines: [9, 2] } }", 11: "        #"],
      "10:74", "@.git.unchanged_lines.lines", "two line numbers are needed, the first and the last"),
    Refusal(
      "git tag", [10: "        git: { tag: { name: v1 } }", 11: "        #"],
      "10:21", "@.git.tag.points_at", "the key 'points_at' is missing"),
    Refusal(
      "git tag condition",
      [10: "        git: { tag: { name: v1, points_at: subject }, contains: x }", 11: "        #"],
      "10:55", "@.git.contains", "'contains' is a condition on a blob, not on 'tag'"),
    Refusal(
      "git two facts in one",
      [
        10: "        git: { tag: { name: v1, points_at: subject }, ancestor: { commit: v1, of: subject } }",
        11: "        #",
      ],
      "10:55", "@.git.ancestor", "one fact stands in one mapping; begin another list item for 'ancestor'"),
    Refusal(
      "git distance",
      [10: "        git: { ancestor: { commit: v1, of: subject, distance: 0 } }", 11: "        #"],
      "10:63", "@.git.ancestor.distance", "0 is out of range; it can be 1 to 1000000"),
    Refusal(
      "git expect conditions",
      [10: "        git: { tag: { name: v1, points_at: subject } }", 11: "        expect: { exit: 0 }"],
      "11:17", "@.expect", "a git check expects its facts; write 'pass' or 'fail' here, or nothing"),
    Refusal(
      "git because exit",
      [
        10: "        git: { tag: { name: v1, points_at: subject } }",
        11: "        expect: fail\n        because: { exit: 1 }",
      ],
      "12:20", "@.because.exit", "a git check only has a report; put conditions on it under 'stdout'"),
    Refusal(
      "git empty", [10: "        git: []", 11: "        #"],
      "10:14", "@.git", "the list is empty; at least one fact is needed"),
    Refusal(
      "file no path", [10: "        file: { present: true }", 11: "        #"],
      "10:15", "@.file.path", "the key 'path' is missing"),
    Refusal(
      "file nothing", [10: "        file: { path: a }", 11: "        #"],
      "10:15", "@.file", "nothing is asked of the file; add 'present: true' or a condition on its content"),
    Refusal(
      "file up", [10: "        file: { path: a/../../b, present: true }", 11: "        #"],
      "10:23", "@.file.path", "the path leaves the repository; '..' is not taken"),
    Refusal(
      "file in .git", [10: "        file: { path: .git/config, present: true }", 11: "        #"],
      "10:23", "@.file.path", "the path leads into .git"),
    Refusal(
      "file absent with content", [10: "        file: { path: a, present: false, contains: x }", 11: "        #"],
      "10:15", "@.file", "an absent file has no content to ask about"),
    Refusal(
      "file sha", [10: "        file: { path: a, sha256: ABC }", 11: "        #"],
      "10:34", "@.file.sha256", "a SHA-256 digest is 64 lower-case hexadecimal digits"),
    Refusal(
      "file present text", [10: "        file: { path: a, present: yes }", 11: "        #"],
      "10:35", "@.file.present", "true or false is needed here"),
  ]
}
