using System.Data.Common;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Registry.Imports;

/// <summary>Runs an import; after a crash the next server goes on with it.</summary>
internal sealed class ImportHandler(IDatabase database, ImportStateStore state, MlflowImport import, ISealing sealing, World world, RealTime real) : IJobHandler
{
    public const string KindName = "mlflow-import";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public string Kind => KindName;

    // Each crash of the server counts as one.
    public int Attempts => 100;

    public int Concurrency => 1;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        string name = job.Payload<Payload>().Source;
        if (await database.ReadAsync(s => state.Find(s, name), cancellation) is not { State: "running" } row) return;
        try
        {
            using IMlflowSource source = Open(row);
            await import.RunAsync(row, source, cancellation);
            await FinishAsync(row, "done", null);
        }
        // Whatever it is: an import that nobody can end would be running for ever.
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            await FinishAsync(row, "failed", e is DbException ? "The database there cannot be read as one of MLflow: " + e.Message : e.Message);
        }
    }

    private Task FinishAsync(ImportRow row, string end, string? fault) => database.WriteAsync(s => state.Finish(s, row.Source, end, fault, real.Now.ToUnixTimeMilliseconds()));

    private IMlflowSource Open(ImportRow row)
    {
        if (row.Artifacts is { } folder && !Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}' on the server's machine.");
        string place = row.Sealed is null ? row.Source : sealing.Open(ImportService.Purpose, row.Source, row.Sealed);
        if (place.StartsWith("http://", StringComparison.Ordinal) || place.StartsWith("https://", StringComparison.Ordinal)) return new MlflowHttpSource(new MlflowHttp(new Uri(place.TrimEnd('/') + "/"), world.Simulated, Patience, real.Provider));
        if (Directory.Exists(place)) return new MlflowFolderSource(new MlflowFolder(place), row.Artifacts);
        return new MlflowTablesStore(ForeignDatabase.Open(place.StartsWith("sqlite:///", StringComparison.Ordinal) ? place["sqlite:///".Length..] : place), row.Artifacts);
    }

    internal sealed record Payload(string Source);
}
