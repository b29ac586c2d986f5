using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Brings a whole MLflow server over; the server does it, and goes on with it after a crash.</summary>
internal sealed class ImportVerb : Verb
{
    private readonly Option<string> _from = new("--from") { Description = "address of the server, postgres://user@host/database, its SQLite file, or a folder mlruns that clients wrote without a server", HelpName = "place", Required = true };
    private readonly Option<string?> _artifacts = new("--artifacts") { Description = "folder of its artifacts, when --from is a database, or a folder without them; nothing outside of it is read", HelpName = "folder" };

    public override string Path => "import mlflow";

    public override string Summary => "Bring an MLflow server or mlruns over, or go on where it stopped; 1 when counts differ";

    public override IReadOnlyList<string> Examples => ["cairn import mlflow --from http://mlflow:5000", "cairn import mlflow --from mlflow.db --artifacts mlartifacts --json", "cairn import mlflow --from mlruns"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_from);
        command.Add(_artifacts);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var from = call.Value(_from)!;
        from = from.Contains("://", StringComparison.Ordinal) ? from : System.IO.Path.GetFullPath(from);
        var body = new JsonObject { ["from"] = from };
        if (call.Value(_artifacts) is { } folder)
        {
            body["artifacts"] = System.IO.Path.GetFullPath(folder);
        }
        if (call.Value(call.Shared.Project) is { } project)
        {
            body["project"] = project;
        }
        var report = await call.Client.PostAsync("api/v1/imports/mlflow", body, cancel) as JsonObject ?? [];
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), call.Terminal.Clock);
        while (report["state"]?.ToString() == "running")
        {
            call.Terminal.Note($"runs: {Here(report, "runs")}, files: {Here(report, "files")}");
            await timer.WaitForNextTickAsync(cancel);
            report = await call.Client.GetAsync("api/v1/imports/mlflow/report?from=" + Uri.EscapeDataString(report["source"]!.ToString()), cancel) as JsonObject ?? [];
        }
        call.Show(report, _ => Print(call, report));
        return report["matches"]?.GetValue<bool>() == true ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string Here(JsonObject report, string what) => (report["counts"] as JsonArray ?? []).FirstOrDefault(c => c!["what"]!.ToString() == what)?["here"]?.ToString() ?? "0";

    private static void Print(Call call, JsonObject report)
    {
        var rows = (report["counts"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        new TablePrinter(call.Terminal, new TableOptions(false, false)).Print([Column.Text("WHAT", "what"), Column.Count("THERE", "there"), Column.Count("HERE", "here")], rows);
        foreach (var left in report["left_out"] as JsonArray ?? [])
        {
            call.Terminal.Error.WriteLine($"left out: {left}");
        }
        foreach (var changed in report["changed"] as JsonArray ?? [])
        {
            call.Terminal.Error.WriteLine($"changed: {changed}");
        }
        if (report["fault"] is { } fault)
        {
            call.Terminal.Error.WriteLine($"stopped: {fault}");
        }
        call.Terminal.Error.WriteLine(report["matches"]?.GetValue<bool>() == true ? "all counts match" : "not all counts match");
    }
}
