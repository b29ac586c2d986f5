using System.Collections.Frozen;

namespace Cairn.Tracking.Search;

/// <summary>What may be searched: attributes by the names clients use, and which other entities there are.</summary>
/// <param name="Texts">Alias to attribute.</param>
/// <param name="Numbers">Alias to attribute.</param>
public sealed record SearchGrammar(FrozenDictionary<string, string> Texts, FrozenDictionary<string, string> Numbers, FrozenSet<SearchEntity> Entities)
{
    /// <summary>Whether RLIKE, a regular expression, may be asked for.</summary>
    public bool Patterns { get; init; }

    private static readonly FrozenDictionary<string, SearchEntity> Words = new Dictionary<string, SearchEntity>(StringComparer.Ordinal)
    {
        ["metrics"] = SearchEntity.Metric,
        ["metric"] = SearchEntity.Metric,
        ["params"] = SearchEntity.Param,
        ["param"] = SearchEntity.Param,
        ["parameter"] = SearchEntity.Param,
        ["parameters"] = SearchEntity.Param,
        ["tags"] = SearchEntity.Tag,
        ["tag"] = SearchEntity.Tag,
        ["attributes"] = SearchEntity.Attribute,
        ["attribute"] = SearchEntity.Attribute,
        ["attr"] = SearchEntity.Attribute,
        ["run"] = SearchEntity.Attribute,
        ["datasets"] = SearchEntity.Dataset,
        ["dataset"] = SearchEntity.Dataset,
        ["trace"] = SearchEntity.Attribute,
        ["metadata"] = SearchEntity.Metadata,
        ["request_metadata"] = SearchEntity.Metadata,
        ["span"] = SearchEntity.Span,
        ["feedback"] = SearchEntity.Feedback,
        ["expectation"] = SearchEntity.Expectation,
        ["issue"] = SearchEntity.Issue,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The entity a word names; null when it names none.</summary>
    public static SearchEntity? EntityOf(string word) => Words.TryGetValue(word, out SearchEntity entity) ? entity : null;

    public static SearchGrammar Of(string texts, string numbers, params SearchEntity[] entities)
        => new(Map(texts), Map(numbers), entities.Append(SearchEntity.Attribute).ToFrozenSet());

    /// <summary>The key as the store knows it.</summary>
    /// <exception cref="MlflowException">There is no such attribute or entity.</exception>
    public SearchKey Resolve(SearchEntity entity, string name)
    {
        if (!Entities.Contains(entity)) throw MlflowException.Invalid($"Invalid entity type: '{entity.ToString().ToLowerInvariant()}' cannot be searched here.");
        if (entity != SearchEntity.Attribute) return new SearchKey(entity, name);
        return Texts.TryGetValue(name, out string? known) || Numbers.TryGetValue(name, out known) ? new SearchKey(entity, known)
            : throw MlflowException.Invalid($"Invalid attribute key '{KeyRules.Cut(name, 100)}' specified. Valid keys are {string.Join(", ", Texts.Keys.Concat(Numbers.Keys).Order(StringComparer.Ordinal))}.");
    }

    public bool IsNumber(SearchKey key) => key.Entity == SearchEntity.Metric || (key.Entity == SearchEntity.Attribute && Numbers.Values.Contains(key.Name));

    // 'alias=name' or 'name'.
    private static FrozenDictionary<string, string> Map(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(w => w.Split('=')).ToFrozenDictionary(w => w[0].Replace('+', ' '), w => w[^1], StringComparer.Ordinal);
}
