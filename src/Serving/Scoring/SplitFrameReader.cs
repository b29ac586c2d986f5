using System.Globalization;
using System.Text.Json;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Scoring;

/// <summary>Reads <c>{columns?, index?, data}</c>; without columns, or with numbers for names, the cells stand in the order of the contract.</summary>
internal static class SplitFrameReader
{
    private const string Form = "dataframe_split";

    public static void Read(RowCollector rows, ref Utf8JsonReader json, ReadOnlySpan<byte> value)
    {
        if (json.TokenType != JsonTokenType.StartObject) throw RequestFault.Malformed($"'{Form}' must be an object with data and, if wanted, columns and index.");
        int dataAt = -1, dataEnd = -1, seen = 0;
        int[]? columns = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("columns"u8)) columns = ReadColumns(rows, ref json, V2.V2RequestReader.Once(ref seen, 1, "columns"));
            else if (json.ValueTextEquals("index"u8)) SkipOnce(ref json, ref seen);
            else if (json.ValueTextEquals("data"u8))
            {
                V2.V2RequestReader.Once(ref seen, 4, "data");
                json.Read();
                dataAt = (int)json.TokenStartIndex;
                json.Skip();
                dataEnd = (int)json.BytesConsumed;
            }
            else throw RequestFault.Malformed($"'{Form}' has a name other than columns, index and data; leave it out.");
        }

        if (dataAt < 0) throw RequestFault.Malformed($"'{Form}' has no 'data'.");
        var data = new Utf8JsonReader(value[dataAt..dataEnd], new JsonReaderOptions { MaxDepth = 512 });
        data.Read();
        if (columns is null) RowsReader.Read(rows, ref data, Form, RowShape.Any);
        else ReadRows(rows, ref data, columns);
    }

    private static void SkipOnce(ref Utf8JsonReader json, ref int seen)
    {
        V2.V2RequestReader.Once(ref seen, 2, "index");
        json.Skip();
    }

    /// <summary>Null for a frame without names, whose columns pandas numbers from 0, unless the contract has such names.</summary>
    private static int[]? ReadColumns(RowCollector rows, ref Utf8JsonReader json, string field)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray) throw RequestFault.Malformed($"'{field}' must be a list of names.");
        var columns = new List<int>();
        bool numbered = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            bool number = json.TokenType == JsonTokenType.Number && json.TryGetInt32(out int at) && at >= 0;
            string name = number ? json.GetInt32().ToString(CultureInfo.InvariantCulture) : JsonTexts.Read(ref json, field);
            numbered &= number && json.GetInt32() == columns.Count;
            columns.Add(rows.Find(name));
        }

        if (numbered && columns.Count > 0 && columns.TrueForAll(c => c == RowCollector.Other)) return null;
        if (columns.Where(c => c != RowCollector.Other).GroupBy(c => c).Any(g => g.Count() > 1)) throw RequestFault.Malformed($"'{field}' has a name twice; send it once.");
        return [.. columns];
    }

    private static void ReadRows(RowCollector rows, ref Utf8JsonReader json, int[] columns)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw RequestFault.Malformed("'data' must be a list of rows.");
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartArray) throw RequestFault.Malformed($"Row {rows.Rows} of 'data' must be a list of {columns.Length} values.");
            int at = 0;
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (at == columns.Length) throw Length(rows, columns);
                rows.Cell(ref json, columns[at++]);
            }

            if (at < columns.Length) throw Length(rows, columns);
            rows.EndRow();
        }
    }

    private static RequestFault Length(RowCollector rows, int[] columns) =>
        RequestFault.Malformed($"Row {rows.Rows} of 'data' must have {columns.Length} values, one for each of 'columns'.");
}
