using System.Text.Json;

namespace Cairn.Serving.Scoring;

/// <summary>Reads an object of whole columns: name and list of cells (or one cell).</summary>
internal static class ColumnsReader
{
    public static void Read(RowCollector rows, ref Utf8JsonReader json)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = RowsReader.PropertyName(ref json);
            if (!seen.Add(name)) throw RequestFault.Malformed("A column of 'inputs' is there twice; send it once.");
            int column = rows.Find(name);
            json.Read();
            if (json.TokenType != JsonTokenType.StartArray || column == RowCollector.Other)
            {
                rows.Cell(ref json, column);
                continue;
            }

            while (json.Read() && json.TokenType != JsonTokenType.EndArray) rows.Cell(ref json, column);
        }

        foreach (Models.ContractColumn column in rows.Contract.Columns)
            if (!column.LookedUp && !seen.Contains(column.Name)) throw RequestFault.Contract($"Input '{column.Name}' is missing; the contract asks for {rows.Contract.Names}.", column.Name);
    }
}
