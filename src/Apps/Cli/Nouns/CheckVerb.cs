using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Contracts.Projects;

namespace Cairn.Cli.Nouns;

/// <summary>Reads a project file as the server would, without one.</summary>
internal sealed class CheckVerb : Verb
{
    private readonly Argument<string> _file = new("file") { Description = "project file, or the folder it lies in", DefaultValueFactory = _ => "cairn.yaml" };

    public override string Path => "check";

    public override string Summary => "Check a cairn.yaml without a server; exit code 1 when it has faults";

    public override IReadOnlyList<string> Examples => ["cairn check", "cairn check ../late-flights --json"];

    public override void Declare(Command command, SharedOptions shared) => command.Add(_file);

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var path = call.Value(_file);
        path = Directory.Exists(path) ? System.IO.Path.Combine(path, "cairn.yaml") : path;
        if (!File.Exists(path))
        {
            throw new UsageException($"there is no file {path}", "give the path of the project file: cairn check <file>");
        }
        var result = ProjectFile.Parse(await File.ReadAllBytesAsync(path, cancel), path);
        var answer = new JsonObject
        {
            ["file"] = path,
            ["digest"] = result.Digest,
            ["ok"] = result.Faults.Count == 0,
            ["faults"] = new JsonArray([.. result.Faults.Select(f => (JsonNode)new JsonObject
            {
                ["line"] = f.Line, ["column"] = f.Column, ["path"] = f.Path, ["message"] = f.Message, ["suggestion"] = f.Suggestion,
            })]),
        };
        call.Show(answer, _ => Print(call, result));
        return result.Faults.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Print(Call call, ProjectFileResult result)
    {
        foreach (var fault in result.Faults)
        {
            call.Terminal.Out.WriteLine(fault.ToString());
        }
        if (result.File is { } file)
        {
            call.Terminal.Out.WriteLine($"{file.Project.Name}: {file.Data.Count} sources, {file.Steps.Count} steps, {file.Gates.Count} gates, {file.Endpoints.Count} endpoints, {file.Monitors.Count} monitors, {file.Triggers.Count} triggers; no faults");
        }
    }
}
