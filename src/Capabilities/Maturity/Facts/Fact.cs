using System.Globalization;

namespace Cairn.Maturity.Facts;

/// <summary>One subject as it stands at an instant, folded from events. Fields hold string, double, bool, string[] or FactPerson[].</summary>
internal sealed class Fact(string kind, string id, DateTimeOffset born, DateTimeOffset at, int grade)
{
    private readonly Dictionary<string, object> _fields = new(8, StringComparer.Ordinal);

    public string Kind { get; } = kind;

    public string Id { get; } = id;

    /// <summary>Domain time of the first event.</summary>
    public DateTimeOffset Born { get; } = born;

    /// <summary>Domain time of the event that completed it.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>0 claimed, 1 reported, 2 seen, 3 verified: the lowest of its events.</summary>
    public int Grade { get; } = grade;

    /// <summary>Begun and not ended: links find it, counts pass it over.</summary>
    public bool Pending { get; init; }

    /// <summary>When it says something else without any new event; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    public object? this[string field] => field == "id" ? Id : _fields.GetValueOrDefault(field);

    public string? Text(string field) => this[field] as string;

    public bool Is(string field, string value) => string.Equals(Text(field), value, StringComparison.Ordinal);

    public bool Flag(string field) => this[field] is true;

    public IReadOnlyList<string> Texts(string field) => this[field] switch { string[] many => many, string one => [one], _ => [] };

    /// <summary>Sets a field; null, empty text and empty lists leave it unset.</summary>
    public Fact Set(string field, object? value)
    {
        if (value is null or "" or Array { Length: 0 }) return this;
        _fields[field] = value is int n ? (double)n : value;
        return this;
    }

    /// <summary>The values of a field as rules compare them, one for a scalar.</summary>
    public IReadOnlyList<string> Values(string field) => this[field] switch
    {
        null => [],
        string[] many => many,
        FactPerson[] people => [.. people.Select(p => p.Id)],
        object one => [Show(one)],
    };

    public static string Show(object value) => value switch
    {
        bool b => b ? "true" : "false",
        double d => d.ToString("0.######", CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
