using System.Collections.Concurrent;
using Cairn.Contracts.Maturity;
using Cairn.Maturity.Model;
using Cairn.Maturity.Records;
using Cairn.Platform.Jobs;

namespace Cairn.Maturity.Assess;

/// <summary>Assessments of projects by their ledger. The newest one is kept until something new is sealed or a minute of domain time has passed.</summary>
internal sealed class Assessments(RecordShelf shelf, TimeProvider time, RealTime real)
{
    private const int MostKept = 64;
    private const int Patience = 10;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1), Quick = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<(string Project, bool Alone), Kept> _kept = new();
    private readonly SemaphoreSlim _one = new(1);
    private readonly Assessor _assessor = new(MaturityModel.Current);

    /// <summary>As the records stand now.</summary>
    public async Task<AssessmentDto> NowAsync(string project, bool alone, CancellationToken cancellation)
    {
        ProjectRecords records = await shelf.ReadAsync(project, cancellation);
        if (Known(project, alone, records) is { } known) return known;
        await _one.WaitAsync(cancellation);
        try
        {
            if (Known(project, alone, records) is { } meanwhile) return meanwhile;
            if (_kept.Count >= MostKept) _kept.Clear();
            long begun = real.Provider.GetTimestamp();
            AssessmentDto made = Assess(records, time.GetUtcNow(), new AssessmentOptions(alone));
            _kept[(project, alone)] = new Kept(records, made, real.Now, real.Provider.GetElapsedTime(begun));
            return made;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>As the records stood a moment ago: where assessing takes long, a page that follows every event must not ask for it at every event.</summary>
    public async Task<AssessmentDto> RecentAsync(string project, CancellationToken cancellation)
        => _kept.TryGetValue((project, false), out Kept? kept) && kept.Took > Quick && real.Now - kept.MadeAt < kept.Took * Patience
            ? kept.Assessment
            : await NowAsync(project, alone: false, cancellation);

    /// <summary>As the records stood, or would stand without anything new, at an instant.</summary>
    public async Task<AssessmentDto> AtAsync(string project, DateTimeOffset asOf, AssessmentOptions options, CancellationToken cancellation)
    {
        ProjectRecords records = await shelf.ReadAsync(project, cancellation);
        await _one.WaitAsync(cancellation);
        try
        {
            return Assess(records, asOf, options);
        }
        finally
        {
            _one.Release();
        }
    }

    private AssessmentDto Assess(ProjectRecords records, DateTimeOffset asOf, AssessmentOptions options) => _assessor.Assess(records.All, records.Project, asOf, options);

    private AssessmentDto? Known(string project, bool alone, ProjectRecords records)
        => _kept.TryGetValue((project, alone), out Kept? kept) && ReferenceEquals(kept.Records, records) && time.GetUtcNow() - kept.Assessment.AsOf < Fresh ? kept.Assessment : null;

    /// <param name="MadeAt">Real time.</param>
    private sealed record Kept(ProjectRecords Records, AssessmentDto Assessment, DateTimeOffset MadeAt, TimeSpan Took);
}
