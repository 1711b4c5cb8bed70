extension LedgerEntryTests {
  /// The entries of STATUS and REVIEW.
  static let rulings = """

    ## M1: REOPENED @2026-06-11T17:36Z

    - By: builder-1 (operator)

    > title
    >
    > body

    ## dstamp: REOPENED @2026-06-11T17:36Z

    - By: builder-1 (operator)

    > title
    >
    > body

    ## M1: CLAIMED @2026-06-11T17:36Z

    - Subject: 7777777777777777777777777777777777777777
    - Plan: 8888888888888888888888888888888888888888
    - Checklist: 5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c
    - By: builder-1 (builder)

    > title
    >
    > WHAT
    > root cause attributed
    >
    > HOW
    > assay collect M1
    >
    > EXPECTED
    > every check passes
    >
    > and nothing else
    >
    > WHERE
    > runner/harness

    ## M1: CLAIMED @2026-06-11T17:36Z

    - Subject: 7777777777777777777777777777777777777777
    - Plan: 8888888888888888888888888888888888888888
    - Checklist: 5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c
    - Second look: the runner was down
    - Evidence: 9999999999999999999999999999999999999999
    - By: builder-1 (builder)

    > title
    >
    > WHAT
    > root cause attributed
    >
    > HOW
    > assay collect M1
    >
    > EXPECTED
    > every check passes
    >
    > and nothing else
    >
    > WHERE
    > runner/harness

    ## M1: WITHDRAWN @2026-06-11T17:36Z

    - Claim: 3333333333333333333333333333333333333333
    - By: builder-1 (builder)

    > title
    >
    > body

    ## M1: PASS @2026-06-11T17:36Z

    - Claim: 3333333333333333333333333333333333333333
    - Subject: 7777777777777777777777777777777777777777
    - Evidence: 9999999999999999999999999999999999999999
    - Probe: P1 held tried twice
    - Journal: not in this clone's worktree
    - By: adversary-1 (adversary)

    > title
    >
    > body

    ## M1: FAIL @2026-06-11T17:36Z

    - Claim: 3333333333333333333333333333333333333333
    - Subject: 7777777777777777777777777777777777777777
    - Failing: recipe-policy
    - Finding: F-dstamp-1
    - Probe: P1 held tried twice
    - Journal: was in this clone's worktree
    - By: adversary-1 (adversary)

    > title
    >
    > body

    ## M1: CONDITIONAL @2026-06-11T17:36Z

    - Claim: 3333333333333333333333333333333333333333
    - Subject: 7777777777777777777777777777777777777777
    - Evidence: 9999999999999999999999999999999999999999
    - Finding: F-dstamp-1
    - Lifted when: the log is published
    - Probe: P1 held tried twice
    - Journal: was in this clone's worktree
    - By: adversary-1 (adversary)

    > title
    >
    > body

    ## M1: REVOKED @2026-06-11T17:36Z

    - Verdict: 4444444444444444444444444444444444444444
    - By: adversary-1 (adversary)

    > title
    >
    > body

    ## VETO @2026-06-11T17:36Z

    - By: adversary-1 (adversary)

    > title
    >
    > body

    ## VETO LIFTED @2026-06-11T17:36Z

    - Veto: 5555555555555555555555555555555555555555
    - By: adversary-1 (adversary)

    > title
    >
    > body

    ## M1: CONDITION LIFTED @2026-06-11T17:36Z

    - Claim: 3333333333333333333333333333333333333333
    - Evidence: 9999999999999999999999999999999999999999
    - By: adversary-1 (adversary)

    > title
    >
    > body

    ## M1: WAIVED recipe-policy @2026-06-11T17:36Z

    - Expires: 2026-06-18T00:00:00Z
    - By: builder-1 (operator)

    > title
    >
    > body

    ## M1: PROBES (no verdict) @2026-06-11T17:36Z

    - Probe P1: pull the plug
    - By: adversary-1 (adversary)

    > title
    >
    > body

    ## M1: BASELINE (no verdict) @2026-06-11T17:36Z

    - Subject: 7777777777777777777777777777777777777777
    - By: adversary-1 (adversary)

    > title
    >
    > body

    """
}
