using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;

namespace Cairn.Delivery;

/// <summary>Follows causes on the ledger, back and forth.</summary>
internal sealed class LineageReading(ILedger ledger)
{
    private const int Most = 60, Looked = 2000, Starts = 20, Boxes = 30;

    public async Task<LineageModel> ReadAsync(string project, string? focus, string way, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(focus)) return new LineageModel(project, null, [], [], [], await BackAsync(Starts, new EventFilter { Project = project, Type = "version.registered" }, cancellation));
        List<LedgerEvent> own = [.. await BackAsync(Most, new EventFilter { Project = project, SubjectId = focus }, cancellation)];
        if (own.Count == 0 && await ledger.FindAsync(focus, cancellation) is { } one && one.Project == project) own.Add(one);
        IReadOnlyList<LedgerEvent> near = await BackAsync(Looked, new EventFilter { Project = project }, cancellation), earlier = await EarlierAsync(project, own, cancellation);
        // An event in focus stands for what it is about.
        string subject = own.Count > 0 ? own[0].Subject.Id : focus;
        var map = new LineageMap([.. near, .. earlier, .. own, .. await ReadAndMadeAsync(project, own, cancellation)], subject);
        (IReadOnlyList<string> around, IReadOnlyList<(string, string)> ways) = map.Around(subject, way != LineageModel.Forward, way != LineageModel.Back, Boxes);
        return new LineageModel(project, focus, own, earlier, Later(near, own), []) { Way = way, Around = [.. around.Select(map.Subject)], Ways = ways };
    }

    private async Task<IReadOnlyList<LedgerEvent>> EarlierAsync(string project, List<LedgerEvent> own, CancellationToken cancellation)
    {
        var seen = own.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var open = new Queue<string>(own.SelectMany(e => e.Cause));
        var found = new List<LedgerEvent>();
        while (found.Count < Most && open.TryDequeue(out string? id))
        {
            if (!seen.Add(id) || await ledger.FindAsync(id, cancellation) is not { } e || e.Project != project) continue;
            found.Add(e);
            foreach (string cause in e.Cause) open.Enqueue(cause);
        }
        return [.. found.OrderBy(e => e.Id, StringComparer.Ordinal)];
    }

    // The run that made it lies further back than its causes go: it is named in the data.
    private async Task<IReadOnlyList<LedgerEvent>> ReadAndMadeAsync(string project, List<LedgerEvent> own, CancellationToken cancellation)
        => own.Select(e => e.Data["run"]?.ToString()).FirstOrDefault(r => r is not null) is { } run ? await BackAsync(Most, new EventFilter { Project = project, SubjectId = run }, cancellation) : [];

    private static IReadOnlyList<LedgerEvent> Later(IReadOnlyList<LedgerEvent> near, List<LedgerEvent> own)
    {
        var seen = own.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        var found = new List<LedgerEvent>();
        foreach (LedgerEvent e in near.Reverse())
        {
            if (found.Count == Most) break;
            if (e.Cause.Any(seen.Contains) && seen.Add(e.Id)) found.Add(e);
        }
        return found;
    }

    private async Task<IReadOnlyList<LedgerEvent>> BackAsync(int limit, EventFilter filter, CancellationToken cancellation)
        => [.. (await ledger.ReadBackAsync(null, limit, filter, cancellation)).Select(e => e.Event)];
}
