using Cairn.Contracts.Features;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Models;

namespace Cairn.Serving.Lookups;

/// <summary>Opens the keyed files of an endpoint and finds the columns they are looked up by and fill. Files that the running snapshot has are shared.</summary>
internal static class LookupLoader
{
    /// <exception cref="ModelFault">A file is broken or another one, or does not fit the contract.</exception>
    public static LiveLookup[] Load(EndpointRoute route, InputContract contract, IEnumerable<LiveLookup> running)
    {
        var lookups = new LiveLookup[route.Lookups.Count];
        var filled = new HashSet<int>();
        for (int i = 0; i < lookups.Length; i++)
        {
            LookupRoute from = route.Lookups[i];
            KeyedFile file = running.FirstOrDefault(r => r.File.Digest == from.Digest)?.File ?? Open(from);
            int[] values = [.. file.Values.Select(v => Value(from, v, contract))];
            if (Array.TrueForAll(values, v => v < 0)) throw new ModelFault($"The model asks for none of the values of the feature '{from.Feature}' ({string.Join(", ", file.Values.Select(v => v.Name))}).");
            foreach (int value in values.Where(v => v >= 0))
                if (!filled.Add(value)) throw new ModelFault($"Two features have a value '{contract.Columns[value].Name}'; only one can fill it.");
            lookups[i] = new LiveLookup(from.Feature, file, [.. file.Keys.Select(k => Key(from, k, contract))], values);
        }

        foreach (LiveLookup lookup in lookups)
            if (lookup.Keys.FirstOrDefault(k => k >= 0 && filled.Contains(k), -1) is >= 0 and var key) throw new ModelFault($"The key '{contract.Columns[key].Name}' of the feature '{lookup.Feature}' is looked up itself.");
        foreach (int value in filled) contract.Columns[value].LookedUp = true;
        return lookups;
    }

    private static KeyedFile Open(LookupRoute from)
    {
        try
        {
            KeyedFile file = KeyedFile.Open(from.Path);
            return file.Digest == from.Digest ? file : throw new ModelFault($"The file of the feature '{from.Feature}' is not the one that the snapshot names.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ModelFault($"The file of the feature '{from.Feature}' cannot be read: {e.Message}", e);
        }
    }

    private static int Key(LookupRoute from, KeyedColumn key, InputContract contract)
    {
        if (key.Name == contract.KeyColumn) return LiveLookup.BusinessKey;
        int column = contract.IndexOf(key.Name);
        if (column < 0) throw new ModelFault($"The feature '{from.Feature}' is looked up by '{key.Name}', which is neither an input of the model nor the endpoint's 'key'.");
        ContractColumn there = contract.Columns[column];
        bool fits = there.Width == 1 && (key.IsText ? there.Type == Datatype.Bytes : there.Type.IsInteger() || there.Type is Datatype.Fp32 or Datatype.Fp64);
        return fits ? column : throw new ModelFault($"The feature '{from.Feature}' is looked up by '{key.Name}', a {(key.IsText ? "text" : "whole number")}; the model's input is {there.Type.Name()}.");
    }

    private static int Value(LookupRoute from, KeyedColumn value, InputContract contract)
    {
        int column = contract.IndexOf(value.Name);
        if (column < 0) return -1;
        ContractColumn there = contract.Columns[column];
        bool fits = there.Width == 1 && (value.IsText ? there.Type == Datatype.Bytes : there.Type is Datatype.Fp32 or Datatype.Fp64);
        if (!fits) throw new ModelFault($"The feature '{from.Feature}' gives a {(value.IsText ? "text" : "number")} for '{value.Name}'; the model's input is {there.Type.Name()}.");
        return there.Nullable ? column : throw new ModelFault($"'{value.Name}' is looked up, so it may be missing for a key that is new; the contract must allow that.");
    }
}
