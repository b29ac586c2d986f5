namespace Cairn.Contracts.Projects.Shapes;

/// <summary>What was read of one block, asked for by key.</summary>
internal sealed class Fields(string path, string name)
{
    private readonly Dictionary<Key, object?> values = [];

    /// <summary>The last part of the path: what the user called the block.</summary>
    public string Name { get; } = name;

    public string Path { get; } = path;

    public bool Has(Key key) => values.ContainsKey(key);

    public void Set(Key key, object? value) => values[key] = value;

    /// <summary>Of a required key: the block is not built without it.</summary>
    public T Need<T>(Key<T> key) => (T)values[key]!;

    public T? Get<T>(Key<T> key)
        where T : class => values.GetValueOrDefault(key) as T;

    public T? Value<T>(Key<T> key)
        where T : struct => values.TryGetValue(key, out var value) ? (T?)value : null;

    public T Or<T>(Key<T> key, T other) => values.TryGetValue(key, out var value) ? (T)value! : other;

    public IReadOnlyList<T> List<T>(Key<IReadOnlyList<T>> key) => Or(key, []);

    public IReadOnlyDictionary<string, T> Map<T>(Key<IReadOnlyDictionary<string, T>> key) => Or(key, System.Collections.ObjectModel.ReadOnlyDictionary<string, T>.Empty);
}
