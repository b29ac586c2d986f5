namespace Cairn.Endpoints;

/// <summary>What endpoints take, as the tables have it.</summary>
public interface IEndpointInputs
{
    /// <summary>Without inputs when nothing serves, or what is declared cannot be served.</summary>
    Task<ServedInputs> OfAsync(EndpointView endpoint, CancellationToken cancellation = default);
}
