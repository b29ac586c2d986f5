namespace Cairn.Cli.Demo.Story;

/// <summary>Longer pieces of the sample's files, word by word as they stand there.</summary>
internal static class StoryText
{
    public const string QualityMonitors = """
          quality:
            watch: delay
            truth: data.arrivals.late
            key: flight_id
            metric: auc
            over: 7d
            alert: "< 0.60"
            marker: {owners: [data-scientist, software-engineer], consumer: flight-board}
          calibration: {watch: delay, truth: data.arrivals.late, key: flight_id, metric: ece, over: 24h, alert: "> 0.15"}

        """;

    public const string QualityRows = """
        | `quality` | AUC over seven days below 0.60 | retraining starts by itself; the data scientist looks at the slices |
        | `calibration` | a day's scores are off by more than 0.15 on average | retraining starts by itself; the board's threshold may be wrong meanwhile |

        """;

    public const string QualityMarker = """

        `quality` is the board's marker: data scientist and software engineer named it together, since below 0.60 the board's order is hardly better
        than chance.

        """;

    public const string Triggers = """
        triggers:                            # the cool-down holds for all of them together: at most one retraining in seven days
          worse: {when: [drift, quality, calibration], run: evaluate, cool_down: 7d, held: drop}
          weekly: {when: schedule monday at 05:00, run: evaluate, cool_down: 7d, held: drop}
          grown: {when: data.arrivals, run: evaluate, cool_down: 10d, held: drop}

        """;

    public const string Canary = """
              canary: [10%, 50%, 100%]
              every: 6h
              min_requests: 10
              undo: errors > 1%              # besides what always undoes a canary: latency, scores and outcomes unlike those of the stable version

        """;

    public const string LastCase = """
                  {"name": "origin", "datatype": "BYTES", "shape": [1, 1], "data": ["QQQ"]},
                  {"name": "destination", "datatype": "BYTES", "shape": [1, 1], "data": ["DEN"]}
                ]
              },
              "expect": {"status": 200, "outputs": [{"name": "score", "min": 0, "max": 1}]}
            }
        """;

    public const string RefusedCase = """
        ,
            {
              "name": "a minute that no day has is refused",
              "request": {
                "inputs": [
                  {"name": "minute", "datatype": "FP32", "shape": [1, 1], "data": [1440]},
                  {"name": "weekday", "datatype": "FP32", "shape": [1, 1], "data": [2]},
                  {"name": "distance", "datatype": "FP32", "shape": [1, 1], "data": [500]},
                  {"name": "origin", "datatype": "BYTES", "shape": [1, 1], "data": ["ORD"]},
                  {"name": "destination", "datatype": "BYTES", "shape": [1, 1], "data": ["DEN"]}
                ]
              },
              "expect": {"status": 400}
            }
        """;
}
