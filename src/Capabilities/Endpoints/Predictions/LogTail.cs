using System.Collections.Concurrent;
using Cairn.Contracts.Segments;

namespace Cairn.Endpoints;

/// <summary>Counts what lies in segments that are no Parquet yet, without closing the open one. A segment is read on from where it was read to before.</summary>
internal sealed class LogTail(ISegmentFolder segments)
{
    private readonly ConcurrentDictionary<string, Counted> _counted = new(StringComparer.Ordinal);

    /// <param name="done">Segments that are Parquet.</param>
    public IReadOnlyList<LogPart> Count(string route, string kind, IReadOnlySet<long> done)
    {
        SegmentKind of = LogPart.Kinds.First(k => k.Name == kind).Kind;
        var parts = new List<LogPart>();
        foreach ((SegmentName name, string path) in SegmentName.List(Path.Combine(segments.Directory, route), of))
        {
            string key = $"{route} {kind} {name.Number}";
            if (done.Contains(name.Number)) _counted.TryRemove(key, out _);
            else if (Read(_counted.GetOrAdd(key, _ => new Counted()), path, of) is { RowsCount: > 0 } part) parts.Add(part with { Route = route, Kind = kind, Segment = name.Number, Day = name.Day.DayNumber });
        }
        return parts;
    }

    private static LogPart Read(Counted counted, string path, SegmentKind kind)
    {
        lock (counted)
        {
            try
            {
                using var reader = new SegmentReader(path, counted.Length);
                while (reader.TryRead(out ReadOnlyMemory<byte> payload, out _))
                {
                    counted.Part = kind == SegmentKind.Outcomes ? Outcomes(counted.Part, payload) : Prediction(counted.Part, payload);
                    counted.Length = reader.ValidLength;
                }
            }
            catch (FileNotFoundException)
            {
                // It has just been closed: its name is another one, its records are the same, and the next reading goes on behind them.
            }
            return counted.Part;
        }
    }

    private static LogPart Prediction(LogPart part, ReadOnlyMemory<byte> payload)
    {
        (DateTimeOffset at, int status, int rows) = PredictionCodec.ReadCounts(payload);
        return Spanning(part, at) with { Requests = part.Requests + 1, RowsCount = part.RowsCount + Math.Max(1, rows), Errors = part.Errors + (status == 200 ? 0 : 1) };
    }

    private static LogPart Outcomes(LogPart part, ReadOnlyMemory<byte> payload)
    {
        IReadOnlyList<OutcomeRecord> outcomes = OutcomeCodec.Decode(payload);
        return outcomes.Count == 0 ? part : Spanning(part, outcomes[0].Received) with { RowsCount = part.RowsCount + outcomes.Count };
    }

    private static LogPart Spanning(LogPart part, DateTimeOffset at)
    {
        long ms = at.ToUnixTimeMilliseconds();
        return part with { FromAt = part.RowsCount == 0 ? ms : Math.Min(part.FromAt, ms), ToAt = Math.Max(part.ToAt, ms) };
    }

    private sealed class Counted
    {
        public long Length { get; set; }

        public LogPart Part { get; set; } = new();
    }
}
