import Testing
import Watch
import WorkflowModel

@Suite struct WatchMetricsTests {
  @Test func `what was counted is written as Prometheus reads it`() throws {
    let metrics = WatchMetrics()
    let (one, two) = (try #require(ConsumerName("one")), try #require(ConsumerName("two")))
    metrics.looked(at: "/srv/b.git", because: "poll")
    metrics.looked(at: "/srv/a \"quoted\\\" \n\u{1B}.git", because: "bell")
    for _ in 0..<3 { metrics.looked(at: "/srv/b.git", because: "bell") }
    metrics.fetched()
    metrics.noticed(.claim, for: two)
    metrics.noticed(.claimUnanswered, for: one)
    metrics.delivered(to: one, outcome: "acknowledged", after: .milliseconds(5))
    metrics.delivered(to: one, outcome: "acknowledged", after: .microseconds(5001))
    metrics.delivered(to: one, outcome: "failed", after: .seconds(61))
    metrics.pending(12, for: one)
    metrics.pending(0, for: one)
    metrics.pending(3, for: two)
    metrics.troubled(by: .unreachable)
    metrics.leads(one, true)
    metrics.leads(two, true)
    metrics.leads(two, false)
    #expect(
      metrics.text == """
        # HELP assay_watch_looks_total Looks at whether a branch has moved, by what made the watch look.
        # TYPE assay_watch_looks_total counter
        assay_watch_looks_total{repository="/srv/a \\"quoted\\\\\\" ␛.git",source="bell"} 1
        assay_watch_looks_total{repository="/srv/b.git",source="bell"} 3
        assay_watch_looks_total{repository="/srv/b.git",source="poll"} 1
        # HELP assay_watch_fetches_total Fetches from remotes.
        # TYPE assay_watch_fetches_total counter
        assay_watch_fetches_total 1
        # HELP assay_watch_events_total Events that a consumer is to be told.
        # TYPE assay_watch_events_total counter
        assay_watch_events_total{consumer="one",kind="claim-unanswered"} 1
        assay_watch_events_total{consumer="two",kind="claim"} 1
        # HELP assay_watch_deliveries_total Tries to tell a consumer, by what came of them.
        # TYPE assay_watch_deliveries_total counter
        assay_watch_deliveries_total{consumer="one",outcome="acknowledged"} 2
        assay_watch_deliveries_total{consumer="one",outcome="failed"} 1
        # HELP assay_watch_delivery_seconds How long it took to tell a consumer.
        # TYPE assay_watch_delivery_seconds histogram
        assay_watch_delivery_seconds_bucket{consumer="one",le="0.005"} 1
        assay_watch_delivery_seconds_bucket{consumer="one",le="0.01"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="0.025"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="0.05"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="0.1"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="0.25"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="0.5"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="1"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="2.5"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="5"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="10"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="60"} 2
        assay_watch_delivery_seconds_bucket{consumer="one",le="+Inf"} 3
        assay_watch_delivery_seconds_sum{consumer="one"} 61.010001
        assay_watch_delivery_seconds_count{consumer="one"} 3
        # HELP assay_watch_pending Events that a consumer has not acknowledged.
        # TYPE assay_watch_pending gauge
        assay_watch_pending{consumer="one"} 0
        assay_watch_pending{consumer="two"} 3
        # HELP assay_watch_troubles_total What was wrong with remotes and histories.
        # TYPE assay_watch_troubles_total counter
        assay_watch_troubles_total{kind="unreachable"} 1
        # HELP assay_watch_leader Whether this watch delivers to the consumer (1) or stands by (0).
        # TYPE assay_watch_leader gauge
        assay_watch_leader{consumer="one"} 1
        assay_watch_leader{consumer="two"} 0

        """)
  }

  @Test func `what is counted from many threads at once is all counted`() async throws {
    let metrics = WatchMetrics()
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { for _ in 0..<1000 { metrics.fetched() } } }
    }
    #expect(metrics.text.hasSuffix("\nassay_watch_fetches_total 8000\n"))
  }
}
