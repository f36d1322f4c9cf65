// What /data/neighbours and /data/path answer, and what the network page puts into itself for its script.

export interface Dot { id: string; kind: string; label: string; href: string }
export interface Tie { source: string; relation: string; target: string }
export interface Around {
  centre: Dot;
  nodes: Dot[];
  ties: Tie[];
  start: number;
  total: number;
  more: number;
}
export interface Way { nodes: Dot[]; ties: Tie[] }
export interface Look { label: string; shape: string; fill: string; border: string }
export interface Line { label: string; colour: string; width: number; dashes: number[] }
export interface Page {
  of: string;
  to: string;
  kinds: Record<string, Look>;
  relations: Record<string, Line>;
  words: Record<string, string>;
}
