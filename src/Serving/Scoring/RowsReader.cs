using System.Text.Json;

namespace Cairn.Serving.Scoring;

/// <summary>What a row may be written as.</summary>
internal enum RowShape
{
    /// <summary>An object by column names.</summary>
    Object,

    /// <summary>An object, a list in the order of the contract, or a single value.</summary>
    Any,
}

/// <summary>Reads a list of rows.</summary>
internal static class RowsReader
{
    public static void Read(RowCollector rows, ref Utf8JsonReader json, string form, RowShape shape)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw RequestFault.Malformed($"'{form}' must be a list of rows.");
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) ReadRow(rows, ref json, form, shape);
    }

    public static void ReadRow(RowCollector rows, ref Utf8JsonReader json, string form, RowShape shape)
    {
        if (json.TokenType == JsonTokenType.StartObject) ReadObject(rows, ref json);
        else if (shape == RowShape.Object) throw RequestFault.Malformed($"Each row of '{form}' must be an object by column names; row {rows.Rows} is not.");
        else if (rows.Contract.Columns.Length == 1) rows.Cell(ref json, 0);
        else ReadList(rows, ref json, form);
        rows.EndRow();
    }

    private static void ReadObject(RowCollector rows, ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            int column = Column(rows, ref json);
            json.Read();
            rows.Cell(ref json, column);
        }
    }

    private static int Column(RowCollector rows, ref Utf8JsonReader json)
    {
        Models.ContractColumn[] columns = rows.Contract.Columns;
        for (int i = 0; i < columns.Length; i++)
            if (json.ValueTextEquals(columns[i].Utf8Name)) return i;
        return rows.Find(PropertyName(ref json));
    }

    internal static string PropertyName(ref Utf8JsonReader json)
    {
        try { return json.GetString()!; }
        catch (InvalidOperationException) { throw RequestFault.Malformed("A name holds a lone surrogate or broken UTF-8; send whole Unicode text."); }
    }

    private static void ReadList(RowCollector rows, ref Utf8JsonReader json, string form)
    {
        // Those that are looked up have no place in a list.
        int most = rows.Contract.Columns.Length;
        if (json.TokenType != JsonTokenType.StartArray)
            throw RequestFault.Malformed($"Row {rows.Rows} of '{form}' must be an object or a list of {most} values: {rows.Contract.Names}.");
        int column = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            while (column < most && rows.Contract.Columns[column].LookedUp) column++;
            if (column == most) throw RequestFault.Contract($"Row {rows.Rows} of '{form}' has more than {most} values; the contract asks for {rows.Contract.Names}.");
            rows.Cell(ref json, column++);
        }
    }
}
