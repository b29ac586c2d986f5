using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects;
using Cairn.DuckDb;

namespace Cairn.Pipelines.Steps;

/// <summary>
/// <c>use: check</c>: holds a table of the pipeline against a contract, before anything is trained on it. The report says of each rule what was found;
/// with <c>on_fail: warn</c> the step succeeds all the same.
/// </summary>
public sealed class CheckStep : IBuiltInStep
{
    public string Kind => "check";

    public int Run(StepContext context)
    {
        DataContract contract = Contract(context.Parameters);
        string onFail = (string?)context.Parameters["on_fail"] ?? "stop";
        if (onFail is not ("stop" or "warn")) throw new StepException("'on_fail' of a check is stop or warn.");
        using DuckDatabase database = StepTables.Open(context);
        using DuckConnection duck = database.Connect();
        IReadOnlyList<RuleResult> rules = Judge(duck, contract, StepTables.From(context.Input("table")));
        File.WriteAllText(context.Output("report"), Report(rules).ToJsonString());
        foreach (RuleResult broken in rules.Where(r => !r.Ok)) context.Log.WriteLine(broken);
        context.Log.WriteLine($"{rules.Count(r => !r.Ok)} of {rules.Count} rules broken");
        return rules.All(r => r.Ok) || onFail == "warn" ? 0 : throw new StepException($"The contract is broken: {string.Join("; ", rules.Where(r => !r.Ok))}");
    }

    private static DataContract Contract(JsonObject with)
    {
        if (with["expect"] is not JsonObject expect) throw new StepException("'check' needs 'expect': the rules by column.");
        (DataContract? contract, IReadOnlyList<FileFault> faults) = ContractText.Read(expect.ToJsonString());
        return contract ?? throw new StepException($"'expect' is no contract: {faults[0].Path}: {faults[0].Message}");
    }

    private static IReadOnlyList<RuleResult> Judge(DuckConnection duck, DataContract contract, string table)
    {
        try
        {
            List<TableColumn> columns = [];
            using (DuckResult described = duck.Query($"select column_name, column_type from (describe select * from {table})"))
                foreach (object?[] row in described.Rows()) columns.Add(new TableColumn((string)row[0]!, (string)row[1]!));
            ContractQuery query = DataContractSql.Build(contract, table, columns);
            using DuckResult result = duck.Query(query.Sql);
            long?[] counts = [.. result.Rows().Single().Select(v => (long?)v)];
            // Judged by the data alone: the same table gives the same report on every day, or the cache would lie.
            return ContractVerdict.Judge(contract, query, counts, new ContractFacts(null, DateTimeOffset.UnixEpoch));
        }
        catch (DuckException e)
        {
            throw StepTables.Refused("The table cannot be checked", e);
        }
    }

    private static JsonObject Report(IReadOnlyList<RuleResult> rules) => new()
    {
        ["holds"] = rules.All(r => r.Ok),
        ["rules"] = new JsonArray([.. rules.Select(r => (JsonNode)new JsonObject
        {
            ["rule"] = r.Rule.ToString().ToLowerInvariant(), ["column"] = r.Column, ["ok"] = r.Ok, ["value"] = r.Value, ["limit"] = r.Limit, ["violations"] = r.Violations, ["words"] = r.ToString(),
        })]),
    };
}
