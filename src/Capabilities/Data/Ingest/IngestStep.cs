using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.DataContracts;
using Cairn.Data.Datasets;
using Cairn.Data.Diffs;
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
        Dictionary<string, string[]> references = References(context, parameters);
        using var engine = new IngestEngine(parameters, output, [folder, .. references.Values.SelectMany(f => f).Select(f => Path.GetDirectoryName(f)!).Distinct()]);
        try
        {
            type = Reader.TypeOf(parameters.Format, parameters.Files[0]);
            string[] files = [.. parameters.Files.Select(f => Path.Combine(folder, f))];
            foreach (string file in files) FileGuard.Check(file, type, parameters.ColumnLimit, parameters.Limit);
            string reader = Reader.Part(Reader.Sql(type, parameters.Format, files, parameters.Columns), parameters.Select, parameters.Where);
            if (parameters.Where is not null) type = "what the view's 'where' says";
            IngestVerdict verdict = engine.Load(reader, references);
            JsonNode? reference = context.Inputs.TryGetValue("reference", out string? path) ? JsonNode.Parse(File.ReadAllText(path)) : null;
            string profile = engine.Profile(verdict, reference).ToJsonString(IngestFiles.Json);
            File.WriteAllText(Path.Combine(output, IngestFiles.Profile), profile);
            return context.Inputs.TryGetValue("against", out string? against) ? verdict with { Rules = [.. verdict.Rules, .. Distributions(parameters.Contract, File.ReadAllText(against), profile)] } : verdict;
        }
        catch (DuckException e) when (e.Fault != DuckFault.OutOfMemory && references.Count > 0 && e.Message.Contains("Referenced column", StringComparison.Ordinal))
        {
            return new IngestVerdict("A source that its contract refers to has no such column.");
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

    // The files lie where the store keeps them; the list of their paths is what the task was given.
    private static Dictionary<string, string[]> References(StepContext context, IngestParameters parameters) => parameters.Contract.Columns.Where(c => c.Refers is not null)
        .Select((c, i) => (c.Name, Port: $"refers_{i}")).Where(c => context.Inputs.ContainsKey(c.Port)).ToDictionary(c => c.Name, c => File.ReadAllLines(context.Input(c.Port)), StringComparer.Ordinal);

    private static IEnumerable<RuleResult> Distributions(DataContract contract, string before, string now)
    {
        using JsonDocument then = JsonDocument.Parse(before), here = JsonDocument.Parse(now);
        Dictionary<string, ColumnProfile> reference = ColumnProfile.Read(then.RootElement).ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (ColumnProfile column in ColumnProfile.Read(here.RootElement))
        {
            if (contract.Columns.FirstOrDefault(c => c.Name == column.Name)?.Distribution is not { } most) continue;
            // One that cannot be held against that of the reference keeps no promise, for nobody knows what it is; a new column has none to be held against.
            bool isNew = !reference.TryGetValue(column.Name, out ColumnProfile? other);
            double? distance = isNew ? null : ProfileDiff.Distance(other!, column)?.Value;
            bool holds = isNew || distance <= most;
            yield return new RuleResult(RuleKind.Distribution, column.Name, distance, most, holds, holds ? 0 : column.Rows);
        }
    }
}
