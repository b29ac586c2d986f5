using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.DuckDb;

namespace Cairn.Data.Ingest;

/// <summary>
/// Reads one partition's files, holds them against the contract, and writes table, profile and verdict. Runs in a process of its own:
/// files of unknown origin may crash or exhaust the engine. The same bytes give the same table, byte for byte.
/// </summary>
internal sealed class IngestStep : IBuiltInStep
{
    public string Kind => "ingest";

    public int Run(StepContext context)
    {
        IngestParameters parameters = context.Parameters.Deserialize<IngestParameters>(IngestFiles.Json)!;
        string output = Directory.CreateDirectory(context.Output(IngestFiles.Port)).FullName;
        IngestVerdict verdict = Read(context, parameters, output);
        if (verdict.Unreadable is not null)
            foreach (string half in Directory.GetFiles(output)) File.Delete(half);
        File.WriteAllText(Path.Combine(output, IngestFiles.Verdict), JsonSerializer.Serialize(verdict, IngestFiles.Json));
        context.Log.WriteLine(verdict.Unreadable ?? $"{verdict.Rows} rows, {verdict.Schema.Count} columns; {verdict.Rules.Count(r => !r.Ok)} of {verdict.Rules.Count} rules broken.");
        foreach (var broken in verdict.Rules.Where(r => !r.Ok)) context.Log.WriteLine(broken);
        return 0;
    }

    private static IngestVerdict Read(StepContext context, IngestParameters parameters, string output)
    {
        string type = "a table", folder = context.Input("data");
        // Outside of the try: what goes wrong here is not the data's fault.
        using var engine = new IngestEngine(parameters, output, folder);
        try
        {
            type = Reader.TypeOf(parameters.Format, parameters.Files[0]);
            string[] files = [.. parameters.Files.Select(f => Path.Combine(folder, f))];
            foreach (string file in files) FileGuard.Check(file, type, parameters.ColumnLimit);
            IngestVerdict verdict = engine.Load(Reader.Sql(type, parameters.Format, files));
            JsonNode? reference = context.Inputs.TryGetValue("reference", out string? path) ? JsonNode.Parse(File.ReadAllText(path)) : null;
            File.WriteAllText(Path.Combine(output, IngestFiles.Profile), engine.Profile(verdict, reference).ToJsonString(IngestFiles.Json));
            return verdict;
        }
        catch (UnreadableException e)
        {
            return new IngestVerdict(e.Message);
        }
        catch (DuckException e)
        {
            return new IngestVerdict(EngineWords.Say(e, type, parameters.Memory));
        }
    }
}
