using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Begins imports and tells how far they are.</summary>
internal sealed class ImportService(IDatabase database, ImportStateStore state, ITrackingImport tracking, ISealing sealing, IJobs jobs, RealTime real)
{
    public const string Purpose = "//imports";
    private const int MostSaid = 100;

    /// <summary>Begins, or goes on with what failed; while it is running nothing changes.</summary>
    public Task<ImportReport> BeginAsync(string from, string? artifacts, string? project, Actor actor, CancellationToken cancellation)
    {
        string source = Named(from);
        var row = new ImportRow
        {
            Source = source,
            Sealed = source == from || !from.Contains('@') ? null : sealing.Seal(Purpose, source, from),
            Artifacts = artifacts,
            Project = project,
            Actor = JsonSerializer.Serialize(actor, LedgerJson.Options),
            StartedAt = real.Now.ToUnixTimeMilliseconds(),
        };
        return database.WriteAsync(s =>
        {
            if (state.Begin(s, row)) jobs.Enqueue(s, new JobDraft(ImportHandler.KindName, $"{ImportHandler.KindName}:{source}:{row.StartedAt}", project, new ImportHandler.Payload(source)));
            return Report(s, state.Find(s, source)!);
        }, cancellation: cancellation);
    }

    /// <exception cref="ApiException">404: nothing was imported from there.</exception>
    public Task<ImportReport> FindAsync(string from, CancellationToken cancellation)
        => database.ReadAsync(s => Report(s, state.Find(s, Named(from)) ?? throw ApiException.NotFound("import", Named(from))), cancellation);

    public Task<IReadOnlyList<ImportReport>> ListAsync(CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<ImportReport>>(s => [.. state.List(s).Select(r => Report(s, r))], cancellation);

    /// <summary>Without user and password.</summary>
    /// <exception cref="ApiException">It is neither an address nor a file.</exception>
    private static string Named(string from)
    {
        if (from.Length is 0 or > 2000) throw Fault();
        if (!from.Contains("://", StringComparison.Ordinal)) return Path.IsPathFullyQualified(from) ? Path.TrimEndingDirectorySeparator(from) : throw Fault();
        if (from.StartsWith("sqlite:///", StringComparison.Ordinal)) return from;
        if (!Uri.TryCreate(from, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https" or "postgres" or "postgresql")) throw Fault();
        return uri.UserInfo.Length == 0 ? from : from.Replace(uri.UserInfo + "@", "", StringComparison.Ordinal);
    }

    private static ApiException Fault() => ApiException.Invalid("from", "'from' must be the address of a server, a database, or the whole path of a SQLite file or of a folder mlruns.", "For example http://mlflow:5000, postgres://user@host/mlflow, /srv/mlflow.db or /home/ada/mlruns.");

    private static string GoesOn(string run) => $"{run}: it had not ended there; import again to bring what it logs after this";

    private ImportReport Report(SqlSession s, ImportRow row)
    {
        IReadOnlyDictionary<string, long> there = state.Counted(s, row.Source);
        Dictionary<string, long> here = state.Here(s, row.Source).Concat(tracking.Counts(s, row.Source)).ToDictionary(StringComparer.Ordinal);
        ImportCount[] counts = [.. here.Keys.Select(k => new ImportCount(k, there.GetValueOrDefault(k), here[k])).OrderBy(c => c.What, StringComparer.Ordinal)];
        string[] left = [.. state.LeftOut(s, row.Source, MostSaid)];
        bool matches = row.State == "done" && left.Length == 0 && Array.TrueForAll(counts, c => c.There == c.Here);
        return new ImportReport(row.Source, row.State, row.Fault, DateTimeOffset.FromUnixTimeMilliseconds(row.StartedAt), row.FinishedAt is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null, matches, counts, left, [.. state.Changed(s, row.Source, MostSaid), .. state.GoingOn(s, row.Source, MostSaid).Select(GoesOn)]);
    }
}
