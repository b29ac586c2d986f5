using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.DuckDb;

namespace Cairn.Pipelines.Steps;

/// <summary><c>use: query</c>: SQL by DuckDB. Each input port is a view of that name; the rows of the last statement are the output.</summary>
public sealed class QueryStep : IBuiltInStep
{
    public string Kind => "query";

    public int Run(StepContext context)
    {
        string sql = StepTables.Sql(context.Parameters, "'query'");
        using DuckDatabase database = StepTables.Open(context);
        using DuckConnection duck = database.Connect();
        bool meet = Meet(context.Parameters);
        foreach ((string port, string path) in context.Inputs)
            duck.Execute($"create view {DuckSql.Identifier(port)} as select * from {(meet ? StepTables.From(context, port) : StepTables.From(path))}");
        if (!meet) sql = $"select * from ({sql}) t where {StepTables.Within(context, "t")}";
        string target = context.Outputs.Values.Single();
        try
        {
            long rows = StepTables.Write(duck, sql, target);
            context.Log.WriteLine($"{rows} rows");
            return 0;
        }
        catch (DuckException e)
        {
            throw StepTables.Refused("The query cannot be run", e);
        }
    }

    // Shares of several tables meet in a join only when they are taken by the same key; else the share is taken of what the query makes.
    private static bool Meet(JsonObject with)
        => with["sampled"] is not JsonObject { Count: > 1 } ports || (ports.Select(p => p.Value!.ToJsonString()).Distinct().Count() == 1 && ports.First().Value is JsonArray { Count: > 0 });
}
