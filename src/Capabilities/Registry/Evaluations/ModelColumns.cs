using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.DuckDb;
using Cairn.Onnx;
using Cairn.OnnxRuntime;

namespace Cairn.Registry.Evaluations;

/// <summary>
/// Which columns feed which input: an input takes the column of its name, [N] or [N,1]; a single float input [N,F] takes the columns
/// that the model's metadata <c>features</c> names, in that order.
/// </summary>
/// <param name="Select">Expressions for the columns, cast to what the model takes.</param>
internal sealed record ModelColumns(IReadOnlyList<string> Select, bool Matrix)
{
    /// <exception cref="StepException">The table lacks a column, or an input cannot be fed from columns.</exception>
    public static ModelColumns Of(OnnxModel model, OnnxFileInfo info, IReadOnlySet<string> table)
    {
        if (model.Inputs.FirstOrDefault(p => p.Kind != OnnxKind.Tensor) is { } odd) throw new StepException($"The model's input {odd} is not a tensor.");
        if (model.Inputs is [{ Shape: [_, not 1] } wide] && !table.Contains(wide.Name)) return OfMatrix(wide, info, table);
        if (model.Inputs.FirstOrDefault(p => p.Shape is not ([_] or [_, 1])) is { } shaped) throw new StepException($"The model's input {shaped} does not take one column; [N] or [N,1] is expected.");
        string[] missing = [.. model.Inputs.Select(p => p.Name).Where(n => !table.Contains(n))];
        if (missing.Length > 0) throw new StepException($"The table lacks the model's inputs: {string.Join(", ", missing)}.");
        return new ModelColumns([.. model.Inputs.Select(Cast)], Matrix: false);
    }

    private static ModelColumns OfMatrix(OnnxPort port, OnnxFileInfo info, IReadOnlySet<string> table)
    {
        if (port.Element != OnnxElement.Float) throw new StepException($"The model's input {port} must take floats to be fed from several columns.");
        string[] features = Features(info);
        if (features.Length == 0) throw new StepException($"The model's input {port} takes several columns, but its metadata 'features' does not say which.");
        if (port.Shape[1] >= 0 && port.Shape[1] != features.Length) throw new StepException($"The model's input {port} takes {port.Shape[1]} columns, its metadata 'features' names {features.Length}.");
        string[] missing = [.. features.Where(f => !table.Contains(f))];
        if (missing.Length > 0) throw new StepException($"The table lacks the model's features: {string.Join(", ", missing)}.");
        return new ModelColumns([.. features.Select(f => $"cast({DuckSql.Identifier(f)} as float)")], Matrix: true);
    }

    // A JSON list, or names separated by commas.
    internal static string[] Features(OnnxFileInfo info, string key = "features")
    {
        string text = info.Metadata.GetValueOrDefault(key, "");
        if (!text.StartsWith('[')) return text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        try
        {
            return [.. JsonNode.Parse(text)!.AsArray().Select(n => n!.ToString())];
        }
        catch (JsonException)
        {
            throw new StepException($"The model's metadata '{key}' is neither a JSON list nor names separated by commas.");
        }
    }

    private static string Cast(OnnxPort port)
    {
        string column = DuckSql.Identifier(port.Name);
        return port.Element switch
        {
            OnnxElement.Float => $"cast({column} as float)",
            OnnxElement.Double => $"cast({column} as double)",
            OnnxElement.Int64 => $"cast({column} as bigint)",
            OnnxElement.Int32 => $"cast({column} as integer)",
            OnnxElement.Bool => $"cast({column} as boolean)",
            OnnxElement.String => $"coalesce(cast({column} as varchar), '')",
            _ => throw new StepException($"The model's input {port} has a type that no column has."),
        };
    }
}
