extension LedgerEntryTests {
  /// The entries of the other ledgers, and DONE.
  static let notes = """

    ### F-dstamp-1: OPEN, blocking @2026-06-11T17:36Z

    - Gate: M1
    - By: adversary-1 (adversary)

    > title
    >
    > body

    ### F-dstamp-1: OPEN, minor @2026-06-11T17:36Z

    - By: adversary-1 (adversary)

    > title
    >
    > body

    ### F-dstamp-1: CORRECTED @2026-06-11T17:36Z

    - By: adversary-1 (adversary)

    > title
    >
    > body

    ### F-dstamp-1: CLOSED @2026-06-11T17:36Z

    - Re-tested on: 7777777777777777777777777777777777777777
    - By: adversary-1 (adversary)

    > title
    >
    > body

    ### B-dstamp-1: OPEN @2026-06-11T17:36Z

    - By: builder-1 (builder)

    > title
    >
    > body

    ### B-dstamp-1: DONE @2026-06-11T17:36Z

    - By: builder-1 (builder)

    > title
    >
    > body

    ### B-dstamp-1: DONE @2026-06-11T17:36Z

    - By: builder-1 (builder)

    > body

    ## M1: journal @2026-06-11T17:36Z

    - By: builder-1 (builder)

    > title
    >
    > body

    ## journal @2026-06-11T17:36Z

    - By: builder-1 (builder)

    > title
    >
    > body

    ## M1: journal @2026-06-11T17:36Z

    - Sealed with: 5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c
    - By: builder-1 (builder)

    > title
    >
    > body

    ## M1: KEY PUBLISHED @2026-06-11T17:36Z

    - Key: 6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b
    - By: builder-1 (builder)

    > body

    ## KEY PUBLISHED @2026-06-11T17:36Z

    - Key: 6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b6b
    - Head: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    - By: builder-1 (builder)

    > body

    ## D-dstamp-1: DEFERRED @2026-06-11T17:36Z

    - Re-entry trigger: when the mirror is back
    - By: builder-1 (builder)

    > title
    >
    > body

    ## D-dstamp-1: RESOLVED @2026-06-11T17:36Z

    - Pointer: commit 7777
    - By: adversary-1 (adversary)

    > title
    >
    > body

    ## dstamp: DECISION @2026-06-11T17:36Z

    - By: builder-1 (builder)

    > title
    >
    > body

    ## dstamp: MESSAGE, blocking @2026-06-11T17:36Z

    - By: builder-1 (builder)

    > title
    >
    > body

    ## dstamp: MESSAGE @2026-06-11T17:36Z

    - By: builder-1 (watchdog)

    > title
    >
    > body

    ## dstamp: ACKNOWLEDGED 666666666666 @2026-06-11T17:36Z

    - By: adversary-1 (adversary)

    > body

    ## DONE @2026-06-11T17:36Z

    - Head: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    - By: builder-1 (builder)

    > body

    """
}
