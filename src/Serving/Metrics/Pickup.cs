namespace Cairn.Serving;

/// <summary>An application that a version has answered, under the name that it gives itself.</summary>
/// <param name="First">Domain time of the first answer, since the version was first loaded.</param>
/// <param name="Last">Of the last one, to the second.</param>
public sealed record Pickup(string Application, DateTimeOffset First, DateTimeOffset Last);
