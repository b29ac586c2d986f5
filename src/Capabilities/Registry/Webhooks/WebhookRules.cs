using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Cairn.Tracking;

namespace Cairn.Registry.Webhooks;

/// <summary>What a webhook may be called and what it may ask for.</summary>
internal static partial class WebhookRules
{
    private static readonly string[] Entities =
        ["ENTITY_UNSPECIFIED", "REGISTERED_MODEL", "MODEL_VERSION", "MODEL_VERSION_TAG", "MODEL_VERSION_ALIAS", "PROMPT", "PROMPT_VERSION", "PROMPT_TAG", "PROMPT_VERSION_TAG", "PROMPT_ALIAS"];

    private static readonly string[] Actions = ["ACTION_UNSPECIFIED", "CREATED", "UPDATED", "DELETED", "SET"];

    private static readonly FrozenSet<string> Events = ((string[])
    [
        "REGISTERED_MODEL.CREATED", "MODEL_VERSION.CREATED", "MODEL_VERSION_TAG.SET", "MODEL_VERSION_TAG.DELETED", "MODEL_VERSION_ALIAS.CREATED", "MODEL_VERSION_ALIAS.DELETED",
        "PROMPT.CREATED", "PROMPT_VERSION.CREATED", "PROMPT_TAG.SET", "PROMPT_TAG.DELETED", "PROMPT_VERSION_TAG.SET", "PROMPT_VERSION_TAG.DELETED", "PROMPT_ALIAS.CREATED", "PROMPT_ALIAS.DELETED",
    ]).ToFrozenSet(StringComparer.Ordinal);

    public static string Name(string name)
        => Word().IsMatch(name) ? name : throw MlflowException.Invalid("Invalid webhook name: it must be 1 to 63 lower-case letters, digits, '.', '_' or '-', beginning and ending with a letter or digit.");

    public static string Status(string? status) => status switch
    {
        null or "" or "ACTIVE" or "1" => "ACTIVE",
        "DISABLED" or "2" => "DISABLED",
        _ => throw MlflowException.Invalid($"Invalid webhook status '{KeyRules.Cut(status, 50)}': it must be ACTIVE or DISABLED."),
    };

    /// <summary>Every event that there is, by name.</summary>
    public static IReadOnlyList<string> AllEvents { get; } = [.. Events.Order(StringComparer.Ordinal)];

    /// <summary>One event as <c>ENTITY.ACTION</c>.</summary>
    public static string Event(MlflowObject asked) => Event($"{Word(asked.Text("entity"), Entities)}.{Word(asked.Text("action"), Actions)}");

    /// <exception cref="MlflowException">There is no such event.</exception>
    public static string Event(string name) => Events.Contains(name) ? name : throw MlflowException.Invalid($"Invalid webhook event '{KeyRules.Cut(name, 100)}'. There are {string.Join(", ", AllEvents)}.");

    /// <exception cref="MlflowException">There is none, or one is unknown.</exception>
    public static string EventList(IReadOnlyList<MlflowObject> asked) => EventList(asked.Select(Event));

    /// <inheritdoc cref="EventList(IReadOnlyList{MlflowObject})"/>
    public static string EventList(IEnumerable<string> names) => string.Join(' ', names.Select(Event).Distinct(StringComparer.Ordinal)) is { Length: > 0 } list ? list : throw MlflowException.Required("events");

    // By name, or by number.
    private static string Word(string said, string[] words) => int.TryParse(said, out int number) && number >= 0 && number < words.Length ? words[number] : said;

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9._\-]{0,61}[a-z0-9])?\z", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
