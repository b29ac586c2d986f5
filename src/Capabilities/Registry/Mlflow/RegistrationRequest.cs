namespace Cairn.Registry.Mlflow;

/// <summary>What a version is made from: a folder of a run, or a logged model.</summary>
/// <param name="Run">Name or id.</param>
/// <param name="Path">Among the run's artifacts.</param>
/// <param name="LoggedModel"><c>m-</c> and 32 hex digits.</param>
internal sealed record RegistrationRequest(string? Run = null, string? Path = null, string? LoggedModel = null, string? Description = null);
