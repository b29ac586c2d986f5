using System.Collections.Frozen;

namespace Cairn.Contracts.DataContracts;

/// <summary>
/// A contract made ready for single values of requests: names, types, ranges, allowed values, patterns.
/// A value may be missing unless the contract says <c>missing: 0%</c>; a share cannot be judged on one row. Immutable and safe
/// for any number of threads; <see cref="Check"/> allocates nothing.
/// </summary>
public sealed class InputContract
{
    private readonly InputColumn[] columns;
    private readonly FrozenDictionary<string, int> names;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public InputContract(DataContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        columns = [.. contract.Columns.Select(c => new InputColumn(c))];
        names = columns.Select((c, i) => KeyValuePair.Create(c.Name, i)).ToFrozenDictionary(StringComparer.Ordinal);
        lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Names of the columns, by index.</summary>
    public IReadOnlyList<string> Names => [.. columns.Select(c => c.Name)];

    public int Count => columns.Length;

    /// <returns>Index of the column, or -1.</returns>
    public int IndexOf(ReadOnlySpan<char> name) => lookup.TryGetValue(name, out var index) ? index : -1;

    /// <summary>Whether the column must be in every request.</summary>
    public bool IsRequired(int column) => !columns[column].Optional;

    /// <param name="column">From <see cref="IndexOf"/>; -1 is an unknown column.</param>
    public InputFault Check(int column, InputValue value) => column < 0 ? InputFault.UnknownColumn : columns[column].Check(value);

    /// <summary>The fault in words that name the column and the mend, never the value.</summary>
    public string Describe(int column, InputFault fault) => column < 0
        ? "unknown column; the contract has " + string.Join(", ", Names)
        : $"{columns[column].Name}: {columns[column].Say(fault)}";
}
