namespace Cairn.Contracts.Enrolment;

/// <summary>Processes of the server's machine.</summary>
/// <param name="Directory">Directory for the work; one in the data folder when null.</param>
public sealed record LocalTarget(string? Directory);
