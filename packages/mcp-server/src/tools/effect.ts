/** What a tool does to the world; the annotation hints follow from it. `record`: changes our own ledger only. */
export type ToolEffect = 'read' | 'record' | 'spend' | 'consume' | 'delete';

/** Whether read-only mode leaves the tool out. */
export function changesSomething(effect: ToolEffect): boolean {
  return effect === 'spend' || effect === 'consume' || effect === 'delete';
}
