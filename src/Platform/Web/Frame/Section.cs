namespace Cairn.Platform.Web;

/// <summary>The sections of the side bar, in its order.</summary>
public enum Section
{
    None,
    Overview,
    Data,
    Pipelines,
    Experiments,
    Models,
    Endpoints,
    Monitors,
    Incidents,
    Triggers,
    Maturity,
    Lineage,
    Ledger,
    Compute,
    People,
    Settings,
}
