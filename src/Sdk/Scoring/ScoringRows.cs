using System.Collections.ObjectModel;
using System.Text.Json;

namespace Cairn.Scoring;

/// <summary>
/// Rows on their way into or out of a model: one flat array per name, row by row. Its length is the rows times the values of one row. The element is
/// <c>float</c> for FP32, <c>double</c> for FP64, <see cref="Half"/> for FP16, <c>string</c> for BYTES, <c>bool</c>, and the whole number of the same size for the others.
/// A missing value is NaN, or the empty text.
/// </summary>
/// <param name="rows">How many rows.</param>
public sealed class ScoringRows(int rows)
{
    private readonly Dictionary<string, Array> _values = new(StringComparer.Ordinal);

    public int Rows => rows;

    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>Of the inputs: what the request says to the model beside its rows (<c>parameters</c> of V2, <c>params</c> of MLflow's protocol).</summary>
    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>The values of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    /// <exception cref="InvalidCastException">They are of another type.</exception>
    public T[] Get<T>(string name) => _values.TryGetValue(name, out Array? values)
        ? values as T[] ?? throw new InvalidCastException($"'{name}' is of {values.GetType().GetElementType()!.Name}, not of {typeof(T).Name}.")
        : throw new KeyNotFoundException($"There is no '{name}' among {string.Join(", ", _values.Keys)}.");

    /// <summary>Sets the values of a name, and gives itself back.</summary>
    public ScoringRows Set<T>(string name, T[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values[name] = values;
        return this;
    }

    /// <summary>The values of a name, whatever their type; null when there is none.</summary>
    public Array? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>As <see cref="Set"/>, where the type is not known before.</summary>
    public void Put(string name, Array values) => _values[name] = values;
}
