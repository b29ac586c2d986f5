using System.Buffers.Binary;
using Cairn.Contracts.Features;
using Cairn.Contracts.Inference;
using Cairn.Serving.Models;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Tensors;

namespace Cairn.Serving.Lookups;

/// <summary>Fills the inputs that a request leaves out, as they were known at its time. What is not found is missing; what the request brings is used as it is.</summary>
internal static class LookupFiller
{
    private const double Exact = 1L << 53;

    public static void Fill(InferenceWork work)
    {
        foreach (LiveLookup lookup in work.Endpoint.Lookups)
            if (Wants(work, lookup)) Fill(work, lookup);
    }

    /// <summary>The request left a value out.</summary>
    private static bool Wants(InferenceWork work, LiveLookup lookup)
    {
        foreach (int value in lookup.Values)
            if (value >= 0 && !work.Columns[value].Given) return true;
        return false;
    }

    /// <summary>What the request brings is not looked up.</summary>
    private static bool Fills(InferenceWork work, int value) => value >= 0 && !work.Columns[value].Given;

    private static void Fill(InferenceWork work, LiveLookup lookup)
    {
        InputContract contract = work.Endpoint.Contract;
        int rows = Rows(work, lookup, contract);
        long at = (work.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        foreach (int value in lookup.Values)
            if (Fills(work, value)) work.Columns[value].Begin(contract.Columns[value].Name, contract.Columns[value].Type);
        Span<byte> key = stackalloc byte[KeyText.Longest];
        // Texts lie one after the other: each key column remembers where its next one begins.
        Span<int> places = stackalloc int[lookup.Keys.Length];
        places.Clear();
        for (int row = 0; row < rows; row++)
        {
            int length = 0;
            for (int k = 0; k < places.Length; k++)
            {
                TensorBuffer column = lookup.Keys[k] == LiveLookup.BusinessKey ? work.Key : work.Columns[lookup.Keys[k]];
                length = column.Type == Datatype.Bytes ? AddText(column, ref places[k], key, length) : AddNumber(column, row, key, length);
            }

            Put(work, lookup, length < 0 ? -1 : lookup.File.Find(key[..length], at));
        }

        foreach (int value in lookup.Values)
            if (Fills(work, value)) work.Columns[value].SetShape(contract.Columns[value].Shape, rows);
    }

    /// <summary>The rows of the key, whose columns must be there and as long as one another.</summary>
    private static int Rows(InferenceWork work, LiveLookup lookup, InputContract contract)
    {
        int rows = -1;
        for (int k = 0; k < lookup.Keys.Length; k++)
        {
            bool business = lookup.Keys[k] == LiveLookup.BusinessKey;
            TensorBuffer column = business ? work.Key : work.Columns[lookup.Keys[k]];
            string name = business ? contract.KeyColumn! : contract.Columns[lookup.Keys[k]].Name;
            if (business ? !work.HasKey : column.Shape.IsEmpty) throw RequestFault.Contract($"Input '{name}' is missing; the feature '{lookup.Feature}' is looked up by it.", name);
            if (column.Count != column.Rows) throw RequestFault.Contract($"Input '{name}' must have one value in each row.", name);
            if (rows >= 0 && column.Rows != rows) throw RequestFault.Contract($"Input '{name}' has another number of rows than the other inputs; all must have the same.", name);
            rows = column.Rows;
        }

        if (rows > work.Endpoint.Route.MaxRows) throw RequestFault.TooLarge($"The request has {rows} rows; this endpoint takes at most {work.Endpoint.Route.MaxRows}. Send them in parts.");
        return rows;
    }

    private static int AddText(TensorBuffer column, ref int place, Span<byte> key, int length)
    {
        int size = (int)BinaryPrimitives.ReadUInt32LittleEndian(column.Data[place..]);
        ReadOnlySpan<byte> text = column.Data.Slice(place + 4, size);
        place += 4 + size;
        return KeyText.Add(key, length, text);
    }

    private static int AddNumber(TensorBuffer column, int row, Span<byte> key, int length) => column.Type switch
    {
        Datatype.Int64 => KeyText.Add(key, length, column.Elements<long>()[row]),
        Datatype.Int32 => KeyText.Add(key, length, column.Elements<int>()[row]),
        Datatype.Int16 => KeyText.Add(key, length, column.Elements<short>()[row]),
        Datatype.Int8 => KeyText.Add(key, length, column.Elements<sbyte>()[row]),
        Datatype.UInt64 => column.Elements<ulong>()[row] is <= long.MaxValue and var whole ? KeyText.Add(key, length, (long)whole) : -1,
        Datatype.UInt32 => KeyText.Add(key, length, column.Elements<uint>()[row]),
        Datatype.UInt16 => KeyText.Add(key, length, column.Elements<ushort>()[row]),
        Datatype.UInt8 => KeyText.Add(key, length, column.Elements<byte>()[row]),
        Datatype.Fp32 => AddWhole(column.Elements<float>()[row], key, length),
        Datatype.Fp64 => AddWhole(column.Elements<double>()[row], key, length),
        _ => -1,
    };

    private static int AddWhole(double value, Span<byte> key, int length) => double.IsInteger(value) && Math.Abs(value) <= Exact ? KeyText.Add(key, length, (long)value) : -1;

    private static void Put(InferenceWork work, LiveLookup lookup, int entry)
    {
        for (int v = 0; v < lookup.Values.Length; v++)
        {
            if (!Fills(work, lookup.Values[v])) continue;
            TensorBuffer to = work.Columns[lookup.Values[v]];
            if (to.Type == Datatype.Bytes) to.AddText(entry < 0 ? [] : lookup.File.Text(entry, v));
            else if (to.Type == Datatype.Fp32) to.Add(entry < 0 ? float.NaN : (float)lookup.File.Number(entry, v));
            else to.Add(entry < 0 ? double.NaN : lookup.File.Number(entry, v));
        }
    }
}
