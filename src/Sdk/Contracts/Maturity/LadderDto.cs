namespace Cairn.Contracts.Maturity;

/// <summary>Where a project stands on one ladder.</summary>
/// <param name="Id"><c>microsoft</c> or <c>google</c>.</param>
/// <param name="Since">Held since, by assessments on record; null when none was recorded.</param>
/// <param name="Attested">How many capabilities up to this level rest on statements of people.</param>
/// <param name="LevelWithWaivers">The level if waived gaps counted; equals <see cref="Level"/> without any.</param>
/// <param name="WithApproval">Rounds or releases behind the level needed an approval demanded by policy.</param>
/// <param name="HoldsUntil">When the level falls if nothing new is recorded; null for never or level 0.</param>
/// <param name="FallsFirst">The capability that falls first then.</param>
/// <param name="Next">What the next level needs; null at the top.</param>
public sealed record LadderDto(
    string Id,
    string Title,
    int Level,
    int Top,
    string Name,
    DateTimeOffset? Since,
    int Attested,
    int LevelWithWaivers,
    int Waived,
    bool WithApproval,
    DateTimeOffset? HoldsUntil,
    string? FallsFirst,
    NextLevelDto? Next);

/// <summary>The gap to the next level.</summary>
/// <param name="Held">Capabilities of that level (must) already held.</param>
/// <param name="DaysFrom">Least days of work, summed over the gaps.</param>
/// <param name="DaysTo">Most days of work.</param>
/// <param name="WaitDays">Days of waiting that the rules impose at this project's cadence; gaps wait side by side.</param>
/// <param name="Earliest">The level cannot be earned before.</param>
public sealed record NextLevelDto(
    int Level,
    string Name,
    int Held,
    double DaysFrom,
    double DaysTo,
    double WaitDays,
    DateTimeOffset Earliest,
    IReadOnlyList<string> Gaps);
